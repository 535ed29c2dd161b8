'use strict';

const { greeting } = require('../shared/greeting');

exports.handler = async () => ({ statusCode: 200, body: greeting('api') });
