'use strict';

const { greeting } = require('../shared/greeting');

exports.handler = async () => greeting('worker');
